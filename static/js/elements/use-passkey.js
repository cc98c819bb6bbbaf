// <use-passkey from="address, or id of a JSON script, with what to ask" [make] said="what to say when nothing came of it">
//   <form hidden> with an input called credential and a button </form>, a place with role=status, and perhaps .without
// Asks the device for a passkey, or to make one, and sends it with the form. Unseen where there are no passkeys.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const withBytes = (keys = []) => keys.map((key) => ({ ...key, id: bytes(key.id) }));

// As PublicKeyCredential.parse…FromJSON() and toJSON() do (WebAuthn 3, 5.1.8 to 5.1.10), for browsers from before 2025.
const asked = ({ publicKey }) => ({
  ...publicKey,
  challenge: bytes(publicKey.challenge),
  ...(publicKey.user && { user: { ...publicKey.user, id: bytes(publicKey.user.id) } }),
  ...(publicKey.excludeCredentials && { excludeCredentials: withBytes(publicKey.excludeCredentials) }),
  ...(publicKey.allowCredentials && { allowCredentials: withBytes(publicKey.allowCredentials) }),
});

const answered = (credential) => {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = text(credential.response[part]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return JSON.stringify({
    id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
};

customElements.define("use-passkey", class extends HTMLElement {
  connectedCallback() {
    if (!window.PublicKeyCredential) return;
    const form = this.querySelector("form");
    form.hidden = false;
    this.querySelector(".without")?.remove();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.use(form);
    });
  }

  async use(form) {
    const said = this.querySelector("[role=status]");
    said.textContent = "";
    try {
      const publicKey = asked(await this.options());
      const credential = await (this.hasAttribute("make")
        ? navigator.credentials.create({ publicKey: { ...publicKey, authenticatorSelection: {
          residentKey: "required", requireResidentKey: true, userVerification: "required" } } })
        : navigator.credentials.get({ publicKey }));
      form.elements.credential.value = answered(credential);
      form.submit();
    } catch {
      said.textContent = this.getAttribute("said");
    }
  }

  async options() {
    const from = this.getAttribute("from");
    const script = document.getElementById(from);
    if (script) return JSON.parse(script.textContent);
    const answer = await fetch(from, { headers: { Accept: "application/json" } });
    return (await answer.json()).request_options;
  }
});
