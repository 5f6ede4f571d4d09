"""Names, places and streets from which citizens are invented: frequent ones and hard ones.

Source: frequencies of SURS and the structure of Slovenian addresses (domain.md §13).
"""

from __future__ import annotations

MEN = (
    "Franc", "Janez", "Marko", "Andrej", "Ivan", "Anton", "Jožef", "Jože", "Luka", "Peter",
    "Matej", "Milan", "Marjan", "Tomaž", "Bojan", "Robert", "Branko", "Boštjan", "Gregor",
    "Matjaž", "Rok", "Martin", "Miha", "Igor", "David", "Dušan", "Simon", "Uroš", "Jure", "Blaž",
    "Jan", "Dejan", "Žan", "Nejc", "Žiga", "Klemen", "Štefan", "Aleksander", "Žan Luka", "Đorđe",
)  # fmt: skip

WOMEN = (
    "Marija", "Ana", "Maja", "Irena", "Mojca", "Mateja", "Nina", "Nataša", "Eva", "Andreja",
    "Barbara", "Petra", "Jožica", "Katja", "Anja", "Sonja", "Tatjana", "Katarina", "Milena",
    "Tanja", "Sara", "Alenka", "Tina", "Vesna", "Ivana", "Martina", "Urška", "Špela", "Nika",
    "Tjaša", "Neža", "Lara", "Jožefa", "Kristina", "Darja", "Simona", "Ana Marija", "Frančiška",
    "Ilona", "Giulia",
)  # fmt: skip

SURNAMES = (
    "Novak", "Horvat", "Kovačič", "Krajnc", "Zupančič", "Potočnik", "Kovač", "Mlakar", "Kos",
    "Vidmar", "Golob", "Turk", "Božič", "Kralj", "Zupan", "Korošec", "Bizjak", "Hribar", "Kotnik",
    "Rozman", "Kavčič", "Petek", "Kastelic", "Oblak", "Hočevar", "Kolar", "Žagar", "Košir",
    "Koren", "Klemenčič", "Zajc", "Knez", "Medved", "Zupanc", "Petrič", "Pirc", "Hrovat",
    "Pavlič", "Kuhar", "Lah", "Žnidaršič", "Đorđević", "Ćosić", "Štrukelj-Šubic", "Kovač Novak",
    "Szabó", "Őri", "D'Angelo", "De Luca", "Müller", "Žagar Őry",
)  # fmt: skip

#: The longest given name and surname in the population register: 53 and 49 signs.
LONGEST_GIVEN_NAMES = "Ana Marija Frančiška Kristina Jožefa Ilona Neža Tjaša"
LONGEST_SURNAME = "Štrukelj Žnidaršič-Hočevar Klemenčič Potočnik Lah"

STREETS = (
    "Slovenska cesta", "Prešernova cesta", "Cankarjeva ulica", "Trubarjeva cesta",
    "Kolodvorska ulica", "Gregorčičeva ulica", "Partizanska cesta", "Ljubljanska cesta",
    "Glavni trg", "Kidričeva ulica", "Vodnikova cesta", "Maistrova ulica", "Šolska ulica",
    "Gasilska cesta", "Ulica talcev", "Za gasilskim domom", "Pod gozdom", "Na klancu",
    "Ob potoku", "Poljska pot", "Vrtna ulica", "Zelena pot", "Cvetlična ulica", "Gozdna pot",
    "Lipova ulica",
)  # fmt: skip

#: Streets that only one town has, among them the hardest to break into lines.
OWN_STREETS = {
    "Ljubljana": (
        "Dunajska cesta", "Celovška cesta", "Tržaška cesta", "Trg republike", "Cesta na Brod",
        "Cesta 24. junija", "Cesta II. grupe odredov", "Adamič-Lundrovo nabrežje",
        "Kardeljeva ploščad", "Vrhovci, cesta XXXII", "V Murglah",
    ),
    "Maribor": ("Koroška cesta", "Ulica Janeza Pavla II.", "Glavni trg"),
    "Koper": ("Titov trg – Piazza Tito", "Ferrarska ulica – Via dei Ferrari"),
    "Lendava": ("Glavna ulica – Fő utca", "Partizanska ulica – Partizán utca"),
}  # fmt: skip

#: Settlement, postcode, name of the post.
TOWNS = (
    ("Ljubljana", "1000", "Ljubljana"),
    ("Maribor", "2000", "Maribor"),
    ("Celje", "3000", "Celje"),
    ("Kranj", "4000", "Kranj"),
    ("Nova Gorica", "5000", "Nova Gorica"),
    ("Koper", "6000", "Koper – Capodistria"),
    ("Novo mesto", "8000", "Novo mesto"),
    ("Murska Sobota", "9000", "Murska Sobota"),
    ("Velenje", "3320", "Velenje"),
    ("Ptuj", "2250", "Ptuj"),
    ("Trbovlje", "1420", "Trbovlje"),
    ("Kamnik", "1241", "Kamnik"),
    ("Jesenice", "4270", "Jesenice"),
    ("Domžale", "1230", "Domžale"),
    ("Škofja Loka", "4220", "Škofja Loka"),
    ("Izola", "6310", "Izola – Isola"),
    ("Piran", "6330", "Piran – Pirano"),
    ("Ankaran", "6280", "Ankaran – Ancarano"),
    ("Postojna", "6230", "Postojna"),
    ("Logatec", "1370", "Logatec"),
    ("Vrhnika", "1360", "Vrhnika"),
    ("Slovenj Gradec", "2380", "Slovenj Gradec"),
    ("Ravne na Koroškem", "2390", "Ravne na Koroškem"),
    ("Krško", "8270", "Krško"),
    ("Brežice", "8250", "Brežice"),
    ("Črnomelj", "8340", "Črnomelj"),
    ("Kočevje", "1330", "Kočevje"),
    ("Grosuplje", "1290", "Grosuplje"),
    ("Litija", "1270", "Litija"),
    ("Slovenska Bistrica", "2310", "Slovenska Bistrica"),
    ("Žalec", "3310", "Žalec"),
    ("Tolmin", "5220", "Tolmin"),
    ("Ajdovščina", "5270", "Ajdovščina"),
    ("Idrija", "5280", "Idrija"),
    ("Sežana", "6210", "Sežana"),
    ("Ilirska Bistrica", "6250", "Ilirska Bistrica"),
    ("Lendava", "9220", "Lendava – Lendva"),
    ("Dobrovnik", "9223", "Dobrovnik – Dobronak"),
    ("Hodoš", "9205", "Hodoš – Hodos"),
    ("Lenart v Slovenskih goricah", "2230", "Lenart v Slovenskih goricah"),
)

#: Places without street names: the settlement carries the house number.
VILLAGES = (
    ("Vas", "1336", "Kostel"),
    ("Sela pri Šumberku", "8360", "Žužemberk"),
    ("Čikečka vas – Csekefa", "9207", "Prosenjakovci – Pártosfalva"),
    ("Padna", "6333", "Sečovlje – Sicciole"),
    ("Krkavče", "6274", "Šmarje"),
    ("Gabrovka", "1274", "Gabrovka"),
    ("Bukovci", "2281", "Markovci"),
)
