// Batch entry with the keyboard. Everything also works without it.
(function () {
  "use strict";
  const form = document.querySelector("[data-raster]");
  if (!form) return;
  const cells = () => Array.from(form.querySelectorAll("tbody input:not([type=hidden])"));
  const focus = (field) => { if (field) { field.focus(); if (field.select) field.select(); } };
  // After the last cell comes the button that saves.
  const step = (field, by) => {
    const all = cells();
    focus(all[all.indexOf(field) + by] || (by > 0 && form.querySelector("[data-bewaar-alles]")));
  };
  // On a Belgian keyboard the keys with digits give these signs without shift.
  const azerty = "à&é\"'(§è!ç";
  const sign = (text) => {
    const digit = form.dataset.raster === "cijfers" ? azerty.indexOf(text) : -1;
    return digit < 0 ? text.toUpperCase() : String(digit);
  };

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
      field.value = sign(field.value);
      step(field, 1);
    }
  });
  focus(form.querySelector("[aria-invalid=true]") || form.querySelector("[autofocus]") || cells()[0]);
})();
