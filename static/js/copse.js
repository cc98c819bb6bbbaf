// Everything works without this file. It closes an open menu on Escape or a press elsewhere, and brings the elements.
import "./elements/copy-text.js";
import "./elements/draw-together.js";
import "./elements/look-again.js";
import "./elements/turn-pages.js";
import "./elements/use-passkey.js";

const menu = () => document.querySelector("details.you[open]");

document.addEventListener("click", (event) => {
  const open = menu();
  if (open && !open.contains(event.target)) open.open = false;
});

document.addEventListener("keydown", (event) => {
  const open = menu();
  if (event.key !== "Escape" || !open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
