// What pages need beyond forms and links: keys on findings, files that are dropped, results as they come.
// Nothing here builds markup from text of an archive; the server sends it escaped.
"use strict";

const SHOWN_MILLISECONDS = 8000;

(() => {
  const said = document.getElementById("said");
  let silence;

  // what a screen reader reads out; it is shown too, for a while, unless the page shows it already
  function say(text, isShown = true) {
    clearTimeout(silence);
    said.classList.toggle("hidden", !isShown);
    said.textContent = text;
    if (isShown) silence = setTimeout(() => (said.textContent = ""), SHOWN_MILLISECONDS);
  }

  const findings = () => [...document.querySelectorAll("[data-queue] .finding, main > .finding")];
  let current = null;  // id of the finding that keys act on
  const undoable = [];  // ids of findings of which something was said on this page, last one last

  const currentFinding = () => document.getElementById(current);

  function select(finding, focus = true) {
    document.querySelectorAll(".finding.current").forEach((other) => other.classList.remove("current"));
    if (!finding) return;
    current = finding.id;
    finding.classList.add("current");
    if (focus) {
      finding.focus({ preventScroll: true });
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      finding.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
    }
  }

  function step(by) {
    const all = findings();
    const at = all.findIndex((finding) => finding.id === current);
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by;
    if (all[next]) select(all[next]);
  }

  // at once, not when the browser gets to it: who types on must type into the field
  function toggle(drawer) {
    drawer.open = !drawer.open;
    if (drawer.open) drawer.querySelector("input:not([type=hidden]), textarea").focus();
  }

  function close(drawer) {
    drawer.open = false;
    drawer.closest(".finding")?.focus();
  }

  function undo() {
    while (undoable.length) {
      const button = document.getElementById(undoable.pop())?.querySelector("[data-undo]");
      if (button) return button.click();
    }
    currentFinding()?.querySelector("[data-undo]")?.click();
  }

  const KEYS = {
    j: () => step(1),
    k: () => step(-1),
    z: undo,
    "?": () => document.getElementById("keys")?.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const drawer = event.target.closest?.(".drawer[open]");
    if (event.key === "Escape" && drawer) return close(drawer);
    if (event.target.matches?.("input, textarea, select") || document.querySelector("dialog[open]")) return;
    const action = KEYS[event.key];
    if (action) {
      event.preventDefault();
      return action();
    }
    const button = currentFinding()?.querySelector(`.actions [aria-keyshortcuts="${CSS.escape(event.key)}"]`);
    if (button) {
      event.preventDefault();
      button.click();
    }
  });

  document.addEventListener("click", (event) => {
    const summary = event.target.closest(".drawer > summary");
    if (summary) {
      event.preventDefault();
      return toggle(summary.parentElement);
    }
    const dialog = event.target.closest("[data-dialog]");
    if (dialog) document.getElementById(dialog.dataset.dialog).showModal();
  });

  document.addEventListener("focusin", (event) => {
    const finding = event.target.closest(".finding");
    if (finding && finding.id !== current) select(finding, false);
  });

  // after a decision: say it, and go on to the next finding that is still to be decided; htmx gives an element
  // that replaces one of the same id the new classes only when it settles
  document.addEventListener("htmx:afterSettle", (event) => {
    const swapped = document.getElementById(event.detail.target.id);
    if (!swapped?.classList.contains("finding")) return;
    say(swapped.dataset.said);
    const isWriting = Boolean(document.activeElement?.closest(".drawer[open]"));  // who is quick is not interrupted
    if (event.detail.pathInfo.requestPath.endsWith("/review")) undoable.push(swapped.id);
    if (!swapped.classList.contains("decided")) return select(swapped, !isWriting);
    const all = findings();
    const next = all.slice(all.indexOf(swapped)).find((finding) => !finding.classList.contains("decided"));
    select(next || swapped);
  });

  document.addEventListener("htmx:responseError", (event) => {
    let problem;
    try {
      problem = JSON.parse(event.detail.xhr.responseText).detail;
    } catch {
      problem = "The server could not do that; load the page again.";
    }
    say(problem);
  });

  document.addEventListener("htmx:sendError", () => {
    say("The server does not answer. Is it still running?");
  });

  // a finding that has its own page, or the address names one
  if (location.hash.startsWith("#finding-")) select(document.getElementById(location.hash.slice(1)));
  else if (findings().length === 1) select(findings()[0], false);

  // pieces of the page that arrive one by one: each replaces the element of its id
  document.querySelectorAll("[data-events]").forEach((place) => {
    const source = new EventSource(place.dataset.events);
    source.addEventListener("piece", (event) => {
      const template = document.createElement("template");
      template.innerHTML = event.data;
      [...template.content.children].forEach((piece) => document.getElementById(piece.id)?.replaceWith(piece));
    });
    source.addEventListener("done", (event) => {
      source.close();
      place.removeAttribute("aria-busy");
      say(event.data, false);
    });
  });

  // files that are dropped anywhere on a drop area go into its file field
  document.querySelectorAll("[data-drop]").forEach((area) => {
    const field = area.querySelector("input[type=file]");
    const list = area.querySelector("[data-chosen]");
    const show = () => {
      const names = [...field.files].map((file) => file.name);
      list.textContent = names.length ? names.join(", ") : "";
    };
    field.addEventListener("change", show);
    show();  // files that were chosen before this script came, or before the page was left and returned to
    ["dragenter", "dragover"].forEach((name) =>
      area.addEventListener(name, (event) => {
        event.preventDefault();
        area.classList.add("over");
      }),
    );
    ["dragleave", "drop"].forEach((name) => area.addEventListener(name, () => area.classList.remove("over")));
    area.addEventListener("drop", (event) => {
      event.preventDefault();
      field.files = event.dataTransfer.files;
      show();
    });
  });
})();
