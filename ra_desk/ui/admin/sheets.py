"""What can be done with a row of administration, and the sheet that asks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from ra_desk.domain.administered import Administered, KnownAccount, KnownDesk, KnownOffice
from ra_desk.domain.administration import (
    Act,
    BlockDesk,
    BlockOperator,
    ChangePolicy,
    EnrolDesk,
    FieldWrong,
    Needs,
    Proposal,
    ResetOperator,
    RestoreDesk,
    UnblockOperator,
    Verdict,
)
from ra_desk.domain.people import OfficeId, PersonId
from ra_desk.domain.policy_fields import FIELDS, value_text
from ra_desk.texts import _
from ra_desk.ui.admin import asking, words
from ra_desk.ui.admin.forms import FormSheet, Input, SelectInput, TextInput, TicksInput
from ra_desk.ui.admin.rows import Part
from ra_desk.ui.theme import Theme

Said = Mapping[str, str | tuple[str, ...]]
#: Key of the field with the password of whoever is the second person.
PASSWORD = "password"  # noqa: S105 - the name of a field


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A button of the bar.

    ``look``: danger, primary or "". ``purpose``: what it is for. ``opens``: what Enter on a row
    does.
    """

    name: str
    words: str
    purpose: str
    look: str = ""
    possible: bool = True
    opens: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A sheet, and what is made of what it says: an act, or a verdict on a proposal."""

    sheet: FormSheet
    make: Callable[[Said], Act] | None = None
    verdict: Verdict | None = None
    proposal: str = ""
    desk_code: bool = False

    def act(self, said: Said) -> Act:
        """Return the act that was filled in."""
        if self.make is None:
            raise FieldWrong(field="act")
        return self.make(said)


def offers(part: Part, chosen: object, me: PersonId) -> tuple[Offer, ...]:
    """Return what can be done in a part with the chosen row."""
    match part, chosen:
        case Part.WAITING, Proposal() as one:
            return _offers_about(one, me)
        case Part.WAITING, _:
            return ()
        case Part.OPERATORS, _:
            return _offers_for(chosen)
        case Part.DESKS, _:
            known = isinstance(chosen, KnownDesk)
            trusted = isinstance(chosen, KnownDesk) and not chosen.trouble
            return (
                Offer(
                    name="restore",
                    words=_("Set up anew …"),
                    purpose=_("Makes a new code for this desk; its old keys die when it is used."),
                    possible=known,
                    opens=True,
                ),
                Offer(
                    name="block_desk",
                    words=_("Block …"),
                    purpose=_("Takes nothing more from this desk, at once."),
                    look="danger",
                    possible=trusted,
                ),
                Offer(
                    name="enrol",
                    words=_("New desk …"),
                    purpose=_("Makes a one-time code for another computer."),
                    look="primary",
                ),
            )
        case Part.OFFICES, _:
            known = isinstance(chosen, KnownOffice)
            return (
                Offer(
                    name="change_office",
                    words=_("Change …"),
                    purpose=_("Changes name, address or contact of this office."),
                    possible=known,
                    opens=True,
                ),
                Offer(
                    name="add_office",
                    words=_("New office …"),
                    purpose=_("Adds a registration office."),
                    look="primary",
                ),
            )
        case _:
            return (
                Offer(
                    name="policy",
                    words=_("Change …"),
                    purpose=_("Asks for another value of this rule."),
                    look="primary",
                    possible=isinstance(chosen, str),
                    opens=True,
                ),
            )


def _offers_about(one: Proposal, me: PersonId) -> tuple[Offer, ...]:
    held = one.act.needs is Needs.TWO_AFTERWARDS
    if one.person == me and not held:
        return (
            Offer(
                name="withdraw",
                words=_("Withdraw …"),
                purpose=_("Takes your own proposal back."),
                look="danger",
                opens=True,
            ),
        )
    may = one.may_confirm(me)
    refuse = _("Lift the block …") if held else _("Refuse …")
    return (
        Offer(
            name="refuse",
            words=refuse,
            purpose=_("Says no to what somebody else proposed."),
            look="danger",
            possible=may,
        ),
        Offer(
            name="confirm",
            words=_("Confirm …"),
            purpose=_("Lets what somebody else proposed hold; you are the second person."),
            look="primary",
            possible=may,
            opens=may,
        ),
    )


def _offers_for(chosen: object) -> tuple[Offer, ...]:
    account = chosen if isinstance(chosen, KnownAccount) else None
    known = account is not None
    block = Offer(
        name="block",
        words=_("Block …"),
        purpose=_("Takes all rights from this account, at once."),
        look="danger",
        possible=known,
    )
    if account is not None and account.blocked_at is not None:
        block = Offer(
            name="unblock",
            words=_("End the block …"),
            purpose=_("Gives this account its rights back, when a second person confirms."),
            look="danger",
        )
    return (
        Offer(
            name="roles",
            words=_("Roles …"),
            purpose=_("Changes what this person may do at an office."),
            possible=known,
            opens=True,
        ),
        Offer(
            name="reset",
            words=_("Reset …"),
            purpose=_("Lets this person choose a new password and scan a new one-time code."),
            possible=known,
        ),
        block,
        Offer(
            name="invite",
            words=_("New account …"),
            purpose=_("Invites somebody; two people each hand over one half."),
            look="primary",
        ),
    )


def ask(
    name: str,
    chosen: object,
    seen: Administered,
    office: OfficeId | None,
    *,
    theme: Theme,
    window: QWidget,
) -> Asked | None:
    """Return the sheet of an act; None if the row it is about is gone."""
    over = asking.Over(theme=theme, window=window)
    match name, chosen:
        case "confirm" | "refuse" | "withdraw", Proposal() as one:
            return _verdict(over, Verdict(name), one, seen)
        case "invite", _:
            return Asked(**asking.invite(over, seen))
        case "roles", KnownAccount() as account:
            return Asked(**asking.roles(over, account, seen))
        case "reset" | "block" | "unblock", KnownAccount() as account:
            return _about_account(over, name, account)
        case "enrol", _:
            return Asked(sheet=_enrol_sheet(over, seen), make=_enrol, desk_code=True)
        case "restore" | "block_desk", KnownDesk() as desk:
            return _about_desk(over, name, desk, seen)
        case "add_office", _:
            return Asked(**asking.office(over, None))
        case "change_office", KnownOffice() as known:
            return Asked(**asking.office(over, known.office))
        case "policy", str() as key:
            return _policy(over, key, seen, office)
        case _:
            return None


def _verdict(over: asking.Over, verdict: Verdict, one: Proposal, seen: Administered) -> Asked:
    held = one.act.needs is Needs.TWO_AFTERWARDS
    question, accept, effect = {
        Verdict.CONFIRM: (_("Confirm?"), _("Confirm"), words.confirm_effect(one)),
        Verdict.REFUSE: (
            _("Lift the block?") if held else _("Refuse?"),
            _("Lift the block") if held else _("Refuse"),
            _("The account or desk works again.") if held else _("Nothing changes."),
        ),
        Verdict.WITHDRAW: (_("Withdraw?"), _("Withdraw"), _("Nothing changes.")),
    }[verdict]
    about = words.detail(one.act, seen, one.subject_name)
    sheet = over.sheet(
        question=question,
        sentence=f"{words.act_name(one.act)}: {about}. "
        + _("Proposed by: {who}.").format(who=one.by_name),
        accept_words=accept,
        effect=effect,
        inputs=() if verdict is Verdict.WITHDRAW or not seen.password else (_step_up(),),
        danger=verdict is not Verdict.CONFIRM,
    )
    return Asked(sheet=sheet, verdict=verdict, proposal=one.id)


def _step_up() -> Input:
    """Return the field of the password, as an office may ask for it with each second word."""
    hint = _("Your own, once more: your office asks for it.")
    return TextInput(key=PASSWORD, title=_("Password"), hint=hint, secret=True)


def _about_account(over: asking.Over, name: str, account: KnownAccount) -> Asked:
    who = f"{account.name} ({account.login})"
    waits = _("It waits for a second person.")
    question, accept, effect, kind = {
        "reset": (
            _("Reset this account?"),
            _("Reset"),
            _("When confirmed, password and one-time code die and ten checks are reviewed."),
            ResetOperator,
        ),
        "block": (
            _("Block this account?"),
            _("Block now"),
            _("It holds at once: the person is signed out and what comes later is reviewed."),
            BlockOperator,
        ),
        "unblock": (_("End the block?"), _("End the block"), waits, UnblockOperator),
    }[name]
    sheet = over.sheet(
        question=question,
        sentence=who,
        accept_words=accept,
        effect=effect,
        danger=name == "block",
    )
    return Asked(sheet=sheet, make=lambda _said: kind(operator=account.id))


def _enrol_sheet(over: asking.Over, seen: Administered) -> FormSheet:
    offices = {str(one.office.id): one.office.name for one in seen.offices}
    prints = {"yes": _("The letters of the office are printed here")}
    return over.sheet(
        question=_("A new desk"),
        accept_words=_("Propose the desk"),
        effect=_("You see its code now, once. It works when a second person has confirmed it."),
        inputs=(
            SelectInput(key="office", title=_("Registration office"), options=offices),
            TextInput(key="counter", title=_("Name of the counter"), hint=_("For example: 3")),
            TicksInput(key="prints", title=_("Printing"), options=prints),
        ),
    )


def _enrol(said: Said) -> Act:
    return EnrolDesk(
        office=OfficeId(str(said["office"])),
        counter=str(said["counter"]),
        prints=bool(said["prints"]),
    )


def _about_desk(over: asking.Over, name: str, desk: KnownDesk, seen: Administered) -> Asked:
    about = words.detail(RestoreDesk(desk=desk.id), seen, desk.counter)
    if name == "restore":
        sheet = over.sheet(
            question=_("Set this desk up anew?"),
            sentence=about,
            accept_words=_("Propose it"),
            effect=_("When it is enrolled, its old keys die and its letters are made anew."),
        )
        return Asked(sheet=sheet, make=lambda _said: RestoreDesk(desk=desk.id), desk_code=True)
    sheet = over.sheet(
        question=_("Block this desk?"),
        sentence=about,
        accept_words=_("Block now"),
        effect=_(
            "It holds at once. A desk that has heard of it can only be set up anew; unsent work "
            "stays on its disk."
        ),
        danger=True,
    )
    return Asked(sheet=sheet, make=lambda _said: BlockDesk(desk=desk.id))


def _policy(
    over: asking.Over, key: str, seen: Administered, office: OfficeId | None
) -> Asked | None:
    found = next((one for one in seen.offices if one.office.id == office), None)
    if found is None or key not in FIELDS:
        return None
    entry: Input = asking.policy_input(key, value_text(found.policy, key), seen)
    sheet = over.sheet(
        question=words.field_name(key),
        sentence=found.office.name,
        accept_words=_("Propose the change"),
        effect=_("It waits for a second person. Desks get it with their next exchange after that."),
        inputs=(entry,),
    )
    place = found.office.id

    def make(said: Said) -> Act:
        value = said["value"]
        text = value if isinstance(value, str) else ",".join(value)
        return ChangePolicy(office=place, values=((key, text),))

    return Asked(sheet=sheet, make=make)
