// <draw-together> around [data-place]s, each with a [data-here] button that puts the ticked words there, and .slips
// Words can also be dragged: where they are let go, they are ticked and the button of that place is pressed.
customElements.define("draw-together", class extends HTMLElement {
  connectedCallback() {
    for (const input of this.querySelectorAll(".slip input")) input.closest(".slip").draggable = true;
    let held;
    const here = (event) => held && event.target.closest("[data-place]")?.querySelector("[data-here]");
    this.addEventListener("dragstart", (event) => {
      held = event.target.closest(".slip[draggable]")?.querySelector("input");
    });
    this.addEventListener("dragover", (event) => {
      if (here(event)) event.preventDefault();
    });
    this.addEventListener("drop", (event) => {
      const button = here(event);
      if (!button) return;
      event.preventDefault();
      if (!held.checked) for (const other of this.querySelectorAll(".slip input")) other.checked = other === held;
      button.click();
    });
  }
});
