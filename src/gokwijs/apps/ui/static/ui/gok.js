// Small conveniences. Every page works without them.
(function () {
  "use strict";
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));

  // Where a menu scrolls sideways, the page one is on stands in view.
  all(".keten [aria-current], .deelnav [aria-current]").forEach((link) => {
    const menu = link.parentElement;
    menu.scrollLeft = link.offsetLeft - menu.offsetLeft - (menu.clientWidth - link.offsetWidth) / 2;
  });

  all("[data-autosubmit]").forEach((field) => field.addEventListener("change", () => field.form.submit()));

  // A column of fields reads like a spreadsheet: arrows and Enter go to the next row.
  all("table[data-kolom]").forEach((table) => table.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, Enter: 1, ArrowUp: -1 }[event.key];
    const fields = Array.from(table.querySelectorAll("input:not([type=hidden])"));
    const next = step && fields.includes(event.target) && fields[fields.indexOf(event.target) + step];
    if (next) { event.preventDefault(); next.focus(); next.select(); }
  }));

  all("[data-thema]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const root = document.documentElement;
      root.dataset.bsTheme = root.dataset.bsTheme === "dark" ? "light" : "dark";
      try { localStorage.setItem("thema", root.dataset.bsTheme); } catch (error) { /* fine */ }
    });
  });

  const setTree = (root, open) => all("details", root).forEach((d) => { d.open = open; });
  all("[data-boom]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const tree = document.getElementById(button.dataset.boom);
      const open = button.dataset.open !== "1";
      setTree(tree, open);
      button.dataset.open = open ? "1" : "0";
      button.textContent = open ? "Alles dicht" : "Alles open";
    });
  });
  addEventListener("beforeprint", () => all("details").forEach((d) => {
    if (!d.open) { d.open = true; d.dataset.print = "1"; }
  }));
  addEventListener("afterprint", () => all("details[data-print]").forEach((d) => {
    d.open = false; delete d.dataset.print;
  }));
  all("[data-print-knop]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });

  // One box that ticks all boxes of a name in its form; also in a table that htmx put in place.
  const offerAll = () => all("[data-alles][hidden]").forEach((label) => {
    const box = label.querySelector("input");
    label.hidden = false;
    box.addEventListener("change", () => {
      all("input[name=" + label.dataset.alles + "]", box.form).forEach((one) => { one.checked = box.checked; });
    });
  });
  offerAll();
  addEventListener("htmx:afterSwap", () => offerAll());

  const copy = (from, to) => { to.value = from.value; };
  addEventListener("input", (event) => {
    const field = event.target;
    const pair = field.dataset && field.dataset.paar && document.getElementById(field.dataset.paar);
    if (pair) copy(field, pair);
  });
})();
