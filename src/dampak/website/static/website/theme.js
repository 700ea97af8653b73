/* Light or dark before the first paint; the button then works without a round trip. */
(() => {
  const root = document.documentElement;
  if (root.hasAttribute("data-follows-system") && matchMedia("(prefers-color-scheme: dark)").matches) {
    root.dataset.bsTheme = "dark";
  }
  addEventListener("submit", (event) => {
    if (!event.target.matches("[data-theme-switch]")) return;
    event.preventDefault();
    const chosen = root.dataset.bsTheme === "dark" ? "light" : "dark";
    root.dataset.bsTheme = chosen;
    /* Kept by the server, in a cookie that no script can read. */
    const body = new FormData(event.target);
    body.set("wanted", chosen);
    fetch(event.target.action, { method: "POST", body, keepalive: true, redirect: "manual" });
  });
  /* Enter in a search inside a form searches; without scripts the server tells it by the words. */
  addEventListener("keydown", (event) => {
    const search = event.target.closest?.("[data-searches]");
    if (event.key !== "Enter" || event.isComposing || !search || !event.target.matches("input")) return;
    event.preventDefault();
    search.querySelector("button:not([tabindex])").click();
  });
  /* A second click while the first is still on its way would only be told that it is. */
  addEventListener("submit", (event) => {
    if (!event.target.matches("[data-once]")) return;
    if (event.target.dataset.once === "sent") event.preventDefault();
    event.target.dataset.once = "sent";
  });
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("[data-once]")) form.dataset.once = "";
  });
})();
