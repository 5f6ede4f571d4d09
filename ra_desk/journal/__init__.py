"""How a fact becomes evidence: canonical bytes, seals, chains, receipts; no clock, disk or net.

What belongs elsewhere: which facts there are (``domain.facts``) and where they are stored.

The exported journal, format 1 (``ra-desk journal export FILE``)
================================================================
UTF-8, JSON Lines, each line canonical JSON. Base64url is without padding (RFC 4648, 5). *Canonical JSON* is RFC 8785 for
objects of text, integers, booleans, null, arrays and objects: keys sorted, no white space, no
escapes beyond those JSON demands. *Digest* is base64url of SHA-256. All signatures are Ed25519
(RFC 8032); a key is a JWK (RFC 8037) of exactly ``crv``, ``kid``, ``kty`` and ``x``, and its
``kid`` is the digest of the canonical JSON of the other three (RFC 7638). A *time* is ISO 8601 in
UTC with milliseconds and "Z", of the years 1 to 9998.

Line 1, an object of exactly::

    {"format": "ra-desk-journal/1", "desk": id, "epoch": n,
     "desk_key": JWK, "central_key": JWK,
     "operators": [statement, …], "receipt": receipt or ""}

A *statement* is a compact JWS (RFC 7515) by ``central_key`` with the protected header
``{"alg": "Ed25519", "kid": …, "typ": "ra-operator-key+jws"}``; its payload is canonical JSON
``{"v": 1, "operator": id, "desk": id, "jwk": JWK, "at": time}``: this operator signs with this
key at this desk. The *receipt* is one with ``"typ": "ra-receipt+jws"`` and the payload
``{"v": 1, "desk": id, "epoch": n, "filed": seq, "digest": …, "at": time}``: central holds the
chain up to the entry ``filed``, and ``digest`` is that entry's.

Each further line is one entry, in order, an object of exactly::

    {"entry": "…", "payload": "…" or null}

Both are texts, and their exact UTF-8 bytes count. ``entry`` is the canonical JSON of a JWS in
general serialisation: exactly ``{"payload": …, "signatures": [{"protected": …, "signature":
…}, …]}``. Each protected header is the canonical JSON of exactly ``alg`` "Ed25519", ``kid`` and
``typ`` "ra-entry+jws"; the signature covers ``protected`` + "." + ``payload`` as ASCII. The
first signature is the desk key's. For the kinds ``epoch_opened/1`` and ``clock_measured/1`` it
is the only one and ``by`` is null; for every other kind there is exactly one more, by a key
that a statement gives to the operator named in ``by``.

The JWS payload decodes to the *header*, canonical JSON of exactly: ``v`` (1), ``desk``,
``epoch``, ``seq`` (1, 2, 3 …), ``prev`` (digest of the header bytes of the entry before; 32
zero bytes in base64url for the first), ``kind``, ``subject`` (request number or null), ``by``
(operator or null), ``at`` (time), ``payload`` (digest of the payload
bytes), ``demo`` (boolean).

``payload``, unless null because it was erased, is the canonical JSON of exactly ``{"fact": {…},
"salt": …}``; the salt is 16 bytes, base64url. A journal is whole if every line is as described,
every digest and signature fits, ``seq`` has no gap, and the entry ``filed`` of the receipt is
there with the receipt's digest. Entries after the receipt have no witness but the desk. Whose
``central_key`` this is, the file cannot say: its ``kid`` must be the one that central is known by.
"""
