// Keyboard movement, the shortcut list, and closing a page that was left alone. Every page works without this file.
"use strict";

(() => {
  const byId = (id) => document.getElementById(id);
  const body = document.body;

  // Single keys can be switched off: people who speak to their computer trip over them (WCAG 2.1.4).
  const SINGLE_KEYS = "cleanclaim-single-keys";
  const singleKeys = byId("single-keys");
  singleKeys.checked = localStorage.getItem(SINGLE_KEYS) !== "off";
  singleKeys.addEventListener("change", () => localStorage.setItem(SINGLE_KEYS, singleKeys.checked ? "on" : "off"));

  const shortcuts = byId("shortcuts");
  byId("show-shortcuts").addEventListener("click", () => shortcuts.showModal());

  const isTyping = (target) => target instanceof Element && target.closest("input, select, textarea, [contenteditable]") !== null;

  // The list's links are what moves: Enter then opens the claim by itself, and screen readers hear it.
  const moveInList = (step) => {
    const links = [...document.querySelectorAll("#claims tbody th a")];
    const at = links.indexOf(document.activeElement);
    const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step;
    const link = links[Math.min(Math.max(next, 0), links.length - 1)];
    if (link) {
      link.focus();
    }
  };

  const places = { d: "/", c: "/claims" };
  let wasG = false;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.key === "Escape" && isTyping(event.target)) {
      event.target.blur();
      return;
    }
    if (isTyping(event.target) || document.querySelector("dialog[open]") || !singleKeys.checked) {
      return;
    }
    const afterG = wasG;
    wasG = event.key === "g" && !afterG;
    if (afterG && event.key in places) {
      location.assign(places[event.key]);
    } else if (event.key === "?") {
      shortcuts.showModal();
    } else if (event.key === "j" || event.key === "k") {
      moveInList(event.key === "j" ? 1 : -1);
    } else if (event.key === "/" && byId("number")) {
      byId("number").focus();
      byId("number").select();
    } else {
      const target = /^[a-z0-9]$/.test(event.key) && document.querySelector(`[data-key="${event.key}"]`);
      if (!target) {
        return;
      }
      target.click();
    }
    event.preventDefault();
  });

  // A click anywhere in a row opens its claim, unless somebody is marking text.
  document.addEventListener("click", (event) => {
    const row = event.target.closest("#claims tbody tr");
    const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.target.closest("a");
    if (row && isPlain && getSelection().isCollapsed) {
      row.querySelector("th a").click();
    }
  });

  const trouble = byId("trouble");
  const say = (text) => {
    trouble.textContent = text;
    trouble.hidden = text === "";
  };
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    body.addEventListener(name, () => say("The list could not be brought up to date. Check the filter and the connection, then try again."));
  }

  // The session ends by itself on the server. The page goes with it, so that nobody reads it over an empty chair.
  const idleMs = Number(body.dataset.idleSeconds) * 1000;
  const warnMs = 60_000;
  const closing = byId("closing");
  let lastRequest = Date.now();
  const leave = () => {
    body.replaceChildren();
    location.replace("/sign-in?why=idle&next=" + encodeURIComponent(location.pathname + location.search));
  };
  const lookAtTime = () => {
    const left = lastRequest + idleMs - Date.now();
    if (left <= 0) {
      leave();
    } else if (left <= warnMs && !closing.open) {
      closing.showModal();
    }
  };
  closing.addEventListener("close", async () => {
    const answer = await fetch(location.href, { method: "HEAD", redirect: "manual" }).catch(() => null);
    if (answer !== null && answer.ok) {
      lastRequest = Date.now();
    } else {
      leave();
    }
  });
  body.addEventListener("htmx:afterOnLoad", () => {
    say("");
    lastRequest = Date.now();
  });
  setInterval(lookAtTime, 5_000);
  document.addEventListener("visibilitychange", lookAtTime);
})();
