// <quick-answers> around [data-keys] and fieldsets of three radios
// 1, 2 and 3 choose the first, second and third of the fieldset that has the focus, and go on to the next. Says so in
// [data-keys]. Without scripts arrow keys choose and Tab goes on, as with any radios.
customElements.define("quick-answers", class extends HTMLElement {
  connectedCallback() {
    this.querySelector("[data-keys]").hidden = false;
    this.addEventListener("keydown", (event) => this.choose(event));
  }

  choose(event) {
    const dates = [...this.querySelectorAll("fieldset")];
    const here = dates.indexOf(event.target.closest("fieldset"));
    if (here < 0 || event.ctrlKey || event.altKey || event.metaKey || !"123".includes(event.key)) return;
    event.preventDefault();
    dates[here].querySelectorAll("input[type=radio]")[Number(event.key) - 1].checked = true;
    (dates[here + 1]?.querySelector("input") ?? this.querySelector("button")).focus();
  }
});
