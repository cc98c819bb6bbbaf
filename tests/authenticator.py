"""A passkey in software: what a phone answers a browser, and a browser the site (WebAuthn 3, sections 7.1 and 7.2)."""

import hashlib
import json
import secrets

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

SITE = "localhost"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class Passkey:
    """One key on one device. `verifies`: whether the device asks for a face, a finger or a PIN."""

    def __init__(self, *, origin: str = f"https://{SITE}", verifies: bool = True, resident: bool = True):
        self.key, self.id = ec.generate_private_key(ec.SECP256R1()), secrets.token_bytes(16)
        self.origin, self.resident, self.user = origin, resident, b""
        self.flags = PRESENT | (VERIFIED if verifies else 0)

    def made(self, options: dict) -> str:
        """What `navigator.credentials.create()` gives for these options."""
        asked = options["publicKey"]
        self.user = websafe_decode(asked["user"]["id"])
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(b"\0" * 16, self.id, public)
        data = AuthenticatorData.create(self.site_hash, self.flags | ATTESTED, 0, bytes(credential))
        attestation = AttestationObject.create("none", data, {})
        return self.answer(
            {"attestationObject": bytes(attestation)}, "webauthn.create", asked, {"credProps": {"rk": self.resident}}
        )

    def used(self, options: dict) -> str:
        """What `navigator.credentials.get()` gives for these options."""
        asked = options["publicKey"]
        data = bytes(AuthenticatorData.create(self.site_hash, self.flags, 0))
        signed = data + hashlib.sha256(self.said("webauthn.get", asked)).digest()
        signature = self.key.sign(signed, ec.ECDSA(hashes.SHA256()))
        parts = {"authenticatorData": data, "signature": signature, "userHandle": self.user}
        return self.answer(parts, "webauthn.get", asked, {})

    site_hash = hashlib.sha256(SITE.encode()).digest()

    def said(self, what: str, asked: dict) -> bytes:
        return json.dumps({"type": what, "challenge": asked["challenge"], "origin": self.origin}).encode()

    def answer(self, parts: dict, what: str, asked: dict, extensions: dict) -> str:
        parts = {"clientDataJSON": self.said(what, asked), **parts}
        name = websafe_encode(self.id)
        return json.dumps({
            "id": name, "rawId": name, "type": "public-key", "clientExtensionResults": extensions,
            "response": {part: websafe_encode(value) for part, value in parts.items()},
        })  # fmt: skip
