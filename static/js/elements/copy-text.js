// <copy-text for="id of an input" done="Copied"><button type="button" class="btn">Copy my link</button></copy-text>
// Copies the input's text and says so on the button. Unseen where scripts do not run: the input can be copied by hand.
customElements.define("copy-text", class extends HTMLElement {
  connectedCallback() {
    this.setAttribute("aria-live", "polite");
    this.addEventListener("click", () => this.copy());
  }

  async copy() {
    const input = document.getElementById(this.getAttribute("for"));
    const button = this.querySelector("button");
    try {
      await navigator.clipboard.writeText(input.value);
      button.textContent = this.getAttribute("done");
    } catch {
      input.focus();
      input.select();
    }
  }
});
