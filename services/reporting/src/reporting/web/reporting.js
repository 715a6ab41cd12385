// Live figures: whatever the server draws anew takes the place of what is shown. Without this script the page is complete.
"use strict";
for (const place of document.querySelectorAll("[data-live]")) {
  const source = new EventSource(place.dataset.live);
  const show = (html) => { place.innerHTML = html; };
  source.addEventListener("figures", (news) => {
    if (!place.contains(document.activeElement)) { show(news.data); return; }
    // whoever is reading inside with the keyboard keeps their place; the news comes when they leave it
    place.addEventListener("focusout", () => show(news.data), { once: true });
  });
  addEventListener("pagehide", () => source.close());
}
