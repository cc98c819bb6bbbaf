// Everything works without this file. It brings the elements that the page has, and closes an open menu on Escape or a
// press elsewhere.
const elements = {
  "copy-text": () => import("./elements/copy-text.js"),
  "draw-together": () => import("./elements/draw-together.js"),
  "look-again": () => import("./elements/look-again.js"),
  "quick-answers": () => import("./elements/quick-answers.js"),
  "turn-pages": () => import("./elements/turn-pages.js"),
  "use-passkey": () => import("./elements/use-passkey.js"),
};

for (const [name, bring] of Object.entries(elements)) if (document.querySelector(name)) bring();

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
