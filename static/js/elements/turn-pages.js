// <turn-pages><a rel="prev" href="…">…</a> <a rel="next" href="…">…</a></turn-pages>
// The right arrow follows the link to the next page, the left one the link to the page before. It keeps out of the way
// of a screen reader, which uses the arrows itself and lets none through while it reads; of links and fields that have
// the focus; of the browser's own shortcuts; and of a page that is wider than the window, where the arrows move it.
customElements.define("turn-pages", class extends HTMLElement {
  connectedCallback() {
    this.turn = (event) => {
      const rel = { ArrowRight: "next", ArrowLeft: "prev" }[event.key];
      const held = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat;
      const taken = event.defaultPrevented || event.target.closest("a, button, input, select, textarea, summary, [contenteditable]");
      const page = document.documentElement;
      if (!rel || held || taken || page.scrollWidth > page.clientWidth) return;
      this.querySelector(`a[rel=${rel}]`)?.click();
    };
    document.addEventListener("keydown", this.turn);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.turn);
  }
});
