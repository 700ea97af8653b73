/* The browser's own control speaks the browser's language: where scripts run, ours stands before it. */
addEventListener("DOMContentLoaded", () => {
  for (const input of document.querySelectorAll("input[type=file][data-none]")) {
    const button = document.createElement("span");
    const names = document.createElement("span");
    button.className = "btn";
    button.setAttribute("aria-hidden", "true");
    button.textContent = input.dataset.button;
    button.addEventListener("click", () => input.click());
    names.setAttribute("role", "status");
    names.className = "muted";
    const show = () => {
      names.textContent = [...input.files].map((file) => file.name).join(", ") || input.dataset.none;
    };
    const pick = document.createElement("span");
    pick.className = "pick";
    input.classList.add("visually-hidden");
    input.after(pick);
    pick.append(input, button, names);
    input.addEventListener("change", show);
    addEventListener("pageshow", show);
    show();
  }
});
