"use strict";

// Decap names the files of a new article before the article has a name: "a.png", though it puts them into the folder
// that is called after the article. Here their addresses are completed when the article is saved for the first time.
const stem = (date) => date.slice(0, 16).replace(" ", "-").replace(":", "");

function completed(value, names, folder) {
  if (typeof value === "string") {
    if (names.has(value)) return `${folder}/${value}`;
    return value.replace(/(\]\()([^()\s/]+)/g, (all, open, name) =>
      names.has(name) ? `${open}${folder}/${name}` : all);
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

// A picture in the text, in the words of the portal: always with what it shows, never from elsewhere.
CMS.registerEditorComponent({
  id: "image",
  label: "图片",
  fields: [
    { name: "image", label: "图片", widget: "image", choose_url: false },
    { name: "alt", label: "图片说明", widget: "string", hint: "说清图上有什么，读屏软件会读" },
    { name: "title", label: "图题", widget: "string", required: false },
  ],
  pattern: /^!\[([^\]]*)\]\((\S+?)(?: "([^"]*)")?\)$/,
  fromBlock: (match) => match && { alt: match[1], image: match[2], title: match[3] || "" },
  toBlock: ({ alt, image, title }) => `![${alt || ""}](${image || ""}${title ? ` "${title.replace(/"/g, "”")}"` : ""})`,
});
