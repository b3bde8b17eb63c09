// Set the remembered theme before the first paint; without JavaScript the system decides.
(function () {
  "use strict";
  document.documentElement.classList.add("js");
  try {
    const theme = localStorage.getItem("thema");
    if (theme) document.documentElement.dataset.bsTheme = theme;
    else if (matchMedia("(prefers-color-scheme: dark)").matches) document.documentElement.dataset.bsTheme = "dark";
  } catch (error) { /* no storage: the system decides */ }
})();
