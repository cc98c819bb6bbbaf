// <look-again every="3"><div id="copies">…</div></look-again>
// While what it holds has a [data-look-again] link, fetches the page again every few seconds and takes the new version
// of its one child, found by id, where that has changed. Where something else than a page answers, such as a file that
// is ready, goes there. Without scripts that link does the same by hand.
customElements.define("look-again", class extends HTMLElement {
  connectedCallback() {
    this.wait();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  wait() {
    if (!this.querySelector("[data-look-again]")) return;
    this.timer = setTimeout(() => this.look(), 1000 * Number(this.getAttribute("every")));
  }

  async look() {
    try {
      const answer = await fetch(location.href);
      if (!answer.headers.get("Content-Type")?.startsWith("text/html")) return location.reload();
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.getElementById(this.firstElementChild.id);
      if (now && !now.isEqualNode(this.firstElementChild)) this.firstElementChild.replaceWith(now);
    } catch {
      // The network is away for a moment; the next look may find it.
    }
    this.wait();
  }
});
