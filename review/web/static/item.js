"use strict";
// One item: keys, the claim kept alive, and what was typed kept until it is sent.
(() => {
  const form = document.getElementById("putusan");
  if (!form) return;
  const { flag, shortcuts, until, soon, lost } = form.dataset;
  const said = document.getElementById("siaran");
  const field = (name) => form.elements[name];

  const trouble = document.getElementById("masalah");
  if (trouble) trouble.focus();

  // What was typed survives a lost session; the next item after it was sent forgets it.
  const kept = `netra:${form.dataset.person}:${flag}`;
  const sent = sessionStorage.getItem("netra:sent");
  if (sent && sent !== kept) sessionStorage.removeItem(sent);
  const fields = ["decision", "row", "reason", "quick"];
  try {
    const typed = JSON.parse(sessionStorage.getItem(kept) || "{}");
    for (const name of fields) if (typed[name] && !field(name).value) field(name).value = typed[name];
  } catch { sessionStorage.removeItem(kept); }
  form.addEventListener("input", () => {
    const typed = Object.fromEntries(fields.map((name) => [name, field(name).value]));
    sessionStorage.setItem(kept, JSON.stringify(typed));
  });
  form.addEventListener("submit", () => sessionStorage.setItem("netra:sent", kept));

  const need = () => {
    const strong = field("decision").value === "indikasi_kuat";
    field("row").required = strong;
    field("reason").required = strong;
  };
  form.addEventListener("change", need);
  need();

  // The claim: prolonged every minute while the page is before somebody.
  let end = until ? Date.parse(until) : 0;
  let held = end > 0;
  const tell = (text) => { said.textContent = text; said.hidden = !text; };
  const prolong = async () => {
    if (!held || document.hidden) return;
    const body = new URLSearchParams({ csrf: field("csrf").value });
    try {
      const answer = await fetch(`/butir/${flag}/perpanjang`, { method: "POST", body, redirect: "error" });
      if (answer.ok) { end = Date.parse((await answer.json()).sampai); tell(""); }
      else { held = false; tell(lost); }
    } catch { if (end - Date.now() < 90_000) tell(soon); }
  };
  setInterval(prolong, 60_000);
  document.addEventListener("visibilitychange", prolong);
  setInterval(() => {
    if (!held) return;
    if (Date.now() >= end) { held = false; tell(lost); }
    else if (end - Date.now() < 60_000) tell(soon);
  }, 5_000);

  const help = document.getElementById("daftar-tombol");
  document.getElementById("bantuan")?.addEventListener("click", () => help.showModal());
  if (shortcuts !== "on") return;
  const choose = (value) => {
    const one = form.querySelector(`[name="decision"][value="${value}"]`);
    one.checked = true;
    one.dispatchEvent(new Event("change", { bubbles: true }));
    one.dispatchEvent(new Event("input", { bubbles: true }));
    (value === "indikasi_kuat" ? field("row") : one).focus();
  };
  const open = (id) => {
    const drawer = document.getElementById(id);
    drawer.open = !drawer.open;
    const text = drawer.open && drawer.querySelector("textarea");
    (text || drawer.querySelector("summary")).focus();
  };
  const go = () => form.requestSubmit(document.getElementById("lanjut"));
  const decisions = ["indikasi_kuat", "bukan", "klarifikasi", "tidak_cukup_bukti"];
  const keys = {
    n: go, Enter: go, l: () => document.getElementById("lewati").click(),
    c: () => open("catatan"), r: () => open("pedoman"), "?": () => help.showModal(),
    ...Object.fromEntries(decisions.flatMap((value, at) => [[String(at + 1), () => choose(value)], [value[0], () => choose(value)]])),
  };
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
    const typing = target.closest("textarea, select, [contenteditable], input:not([type='radio'])");
    if (typing || help.open || !Object.hasOwn(keys, key)) return;
    if (key === "Enter" && target.closest("a, button, summary")) return;
    event.preventDefault();
    keys[key]();
  });
})();
