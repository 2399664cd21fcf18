// Small helps on top of pages that work without them: the design system's own
// script, autosave, the idle warning, print.
const self = document.querySelector("script[data-nhsuk]");
import(self.dataset.nhsuk).then((nhsuk) => nhsuk.initAll());

// Print buttons are hidden until there is a script to serve them.
for (const b of document.querySelectorAll(".app-print")) {
  b.hidden = false;
  b.addEventListener("click", () => window.print());
}

// A choice that filters at once still has its button for those without script.
for (const s of document.querySelectorAll("[data-submit-on-change]")) {
  s.addEventListener("change", () => s.form.requestSubmit());
}

// Autosave: what is being written goes to the server as the author's own
// draft, two seconds after the last key and when the page is left.
for (const form of document.querySelectorAll("form[data-draft-kind]")) {
  const status = form.querySelector("[data-draft-status]");
  let saves = Number(form.dataset.draftSaves || 0);
  let timer, last = body(form), busy = false, stopped = false;
  const say = (text) => { if (status) status.textContent = text; };

  function body(f) {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(f)) {
      if (name !== "key" && name !== "saves" && typeof value === "string") data.append(name, value);
    }
    return data.toString();
  }

  async function save(leaving) {
    clearTimeout(timer);
    const now = body(form);
    if (stopped || busy || now === last) return;
    busy = true;
    const sent = new URLSearchParams({ kind: form.dataset.draftKind, subject: form.dataset.draftSubject, saves: String(saves), body: now });
    try {
      const answer = await fetch("/drafts", {
        method: "POST", body: sent, keepalive: leaving === true, headers: { "X-Footbridge-Autosave": "1" },
      });
      if (answer.ok) {
        const said = await answer.json();
        saves = said.saves;
        // The form's own button says how many saves it knows of, too.
        const known = form.elements.namedItem("saves");
        if (known) known.value = String(saves);
        last = now;
        say(`Draft saved at ${said.at}`);
      } else if (answer.status === 423) {
        say("The page is locked. Unlock it in another window and go on here; what you typed is still on this page.");
      } else if (answer.status === 409) {
        stopped = true;
        say("You are writing this in another window as well. Copy what is only here before you leave this page.");
      } else {
        say("The draft could not be saved just now. Trying again.");
      }
    } catch {
      say("No connection. What you typed is on this page; saving is tried again.");
    }
    busy = false;
    if (!stopped && body(form) !== last) timer = setTimeout(save, 4000);
  }

  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 1200); });
  form.addEventListener("submit", () => { stopped = true; clearTimeout(timer); });
  addEventListener("pagehide", () => save(true));
}

// The idle warning: two minutes before the page locks, in whichever window.
const idle = Number(document.body.dataset.idle || 0);
const box = document.getElementById("idle");
if (idle && box) {
  const left = document.getElementById("idle-left");
  let told = 0;
  const touch = () => { localStorage.setItem("footbridge-seen", String(Date.now())); };
  const keep = async () => {
    touch();
    told = Date.now();
    if (box.open) box.close();
    try { await fetch("/account/keep", { method: "POST" }); } catch { /* the next page will say so */ }
  };
  touch();
  told = Date.now();
  for (const kind of ["keydown", "pointerdown"]) {
    addEventListener(kind, () => { if (!box.open) { touch(); if (Date.now() - told > 60000) keep(); } }, { passive: true });
  }
  document.getElementById("idle-stay").addEventListener("click", keep);
  box.addEventListener("cancel", keep);
  setInterval(() => {
    const seconds = idle - (Date.now() - Number(localStorage.getItem("footbridge-seen") || 0)) / 1000;
    if (seconds <= 0) {
      const back = location.pathname + location.search;
      fetch("/account/lock", { method: "POST", body: new URLSearchParams({ return: back }) })
        .finally(() => location.assign("/unlock?return=" + encodeURIComponent(back)));
    } else if (seconds <= 120) {
      const minutes = Math.ceil(seconds / 60);
      left.textContent = minutes === 1 ? "less than a minute" : `${minutes} minutes`;
      if (!box.open) box.showModal();
    } else if (box.open) {
      box.close();
    }
  }, 5000);
}

// copied puts a text on the clipboard. A browser may ask first, or never
// answer (a window in the background): after a second it counts as refused.
function copied(text) {
  return Promise.race([navigator.clipboard.writeText(text), new Promise((_, no) => { setTimeout(no, 1000); })]);
}

// A text for another record is copied with one press; without script it is
// there to be selected.
for (const text of document.querySelectorAll("[data-copy-from]")) {
  const button = document.getElementById(text.dataset.copyFrom);
  const status = document.querySelector("[data-copied]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await copied(text.value);
      status.textContent = "Copied. Paste it into the record, then mark it below.";
    } catch {
      text.select();
      status.textContent = "The text is selected: copy it with your keyboard.";
    }
  });
}

// One press copies a text and marks it as copied; without script, or when the
// browser refuses, the mark is made and the text is there to be selected.
for (const form of document.querySelectorAll("form[data-copies]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = document.getElementById(form.dataset.copies);
    try { await copied(text.value); } catch { text.select(); document.execCommand("copy"); }
    form.submit();
  });
}
