// Batch entry with the keyboard. Everything also works without it.
(function () {
  "use strict";
  const form = document.querySelector("[data-raster]");
  if (!form) return;
  const cells = () => Array.from(form.querySelectorAll("tbody input:not([type=hidden])"));
  const focus = (field) => { if (field) { field.focus(); if (field.select) field.select(); } };
  const step = (field, by) => { const all = cells(); focus(all[all.indexOf(field) + by]); };

  const vertical = (field, by) => {
    const name = field.name.split("-")[1];
    const column = cells().filter((one) => one.name.endsWith("-" + name));
    focus(column[column.indexOf(field) + by]);
  };
  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!field.matches("tbody input")) return;
    const letter = field.maxLength === 1;
    if (event.key === "Enter") { event.preventDefault(); step(field, event.shiftKey ? -1 : 1); }
    else if (field.type === "date") return;  // the arrows change the date there
    else if (event.key === "ArrowDown") { event.preventDefault(); vertical(field, 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); vertical(field, -1); }
    else if (letter && event.key === "ArrowRight") { event.preventDefault(); step(field, 1); }
    else if (letter && event.key === "ArrowLeft") { event.preventDefault(); step(field, -1); }
  });
  form.addEventListener("input", (event) => {
    const field = event.target;
    if (field.maxLength === 1 && field.value) {
      field.value = field.value.toUpperCase();
      step(field, 1);
    }
  });
  focus(form.querySelector("[aria-invalid=true]") || cells()[0]);
})();
