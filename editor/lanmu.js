// Decap names the files of a new article before the article has a name: "a.png", though it puts them into the folder
// that is called after the article. Here their addresses are completed when the article is saved for the first time.
"use strict";

const stem = (date) => date.slice(0, 16).replace(" ", "-").replace(":", "");

function completed(value, names, folder) {
  if (typeof value === "string") {
    if (names.has(value)) return `${folder}/${value}`;
    return value.replace(/(\]\()([^()\s/]+)/g, (all, open, name) =>
      names.has(name) || names.has(decodeURI(name)) ? `${open}${folder}/${name}` : all);
  }
  return value && value.map ? value.map((part) => completed(part, names, folder)) : value;
}

CMS.registerEventListener({
  name: "preSave",
  handler: ({ entry }) => {
    const names = new Set(entry.get("mediaFiles").map((file) => file.get("name")));
    const date = entry.getIn(["data", "date"]);
    if (!entry.get("newRecord") || !names.size || !date) return undefined;
    return completed(entry.get("data"), names, stem(date));
  },
});
