// What this page tells of was not taken: of replies, the drafts that were sent with it stay in this browser.
Object.keys(sessionStorage)
  .filter((key) => key.startsWith("draft-"))
  .forEach((key) => sessionStorage.removeItem(key));
