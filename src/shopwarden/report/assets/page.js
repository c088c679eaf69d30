"use strict";
(() => {
  const root = document.documentElement;
  const htmlLanguage = { zh: "zh-CN", en: "en" };
  const languages = [...document.querySelectorAll("[data-set-lang]")];

  const speak = (language) => {
    root.dataset.lang = language;
    root.lang = htmlLanguage[language];
    for (const button of languages) {
      button.setAttribute("aria-pressed", String(button.dataset.setLang === language));
    }
  };
  for (const button of languages) {
    button.addEventListener("click", () => speak(button.dataset.setLang));
  }
  speak(root.dataset.lang);

  const dark = () => root.dataset.theme
    ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  document.querySelector("button[data-theme]").addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
  });

  // A link to an incident opens it, and the fold around it.
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let at = target; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") at.open = true;
    }
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();

  // Paper cannot be unfolded.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });
})();
