// English for the site around lessons and lab: header, layout, lesson header and footer, 404.

export const words = {
  /** @param number as in the sidebar: "03" */
  lesson: (number: string) => `Lesson ${number}`,
  minutes: (count: number) => `${count} min`,
  outcomes: "After this you can",
  sources: "Sources",
  lessons: "Lessons",
  menu: "List of lessons",
  previous: "Previous",
  next: "Next",
  begin: "Begin with lesson 01",
  lab: "Lab",
  openLab: "Open the lab",
  closeLab: "Close the lab",
  widenLab: "Lab to full width",
  narrowLab: "Back to the text",
  divider: "Divider between text and lab",
  dividerHelp: "Drag, or press the arrow keys; double-click to reset",
  wholeFile: "Whole file",
  wholeFileAbout: "The file as servers A and B run it.",
  wrong: "A common mistake",
  noScript: "The lab needs JavaScript. Without it this is a drawing, and nothing in it runs.",
  lostScript: "A part of this page didn’t arrive, so the lab can’t start.",
  reload: "Reload the page",
  forgets: "Your browser stores nothing for this site. What you do here lasts until you close this tab.",
  search: {
    label: "Search",
    placeholder: "Search the lessons",
    close: "Close",
    found: "{count} pages",
    none: "Nothing found. Try another word.",
    failed: "The search couldn’t be loaded. Keep typing to try again.",
  },
  notFound: {
    title: "This page does not exist",
    text: "The address may be misspelled, or the page has moved. The list of lessons is on the first page.",
    home: "Home",
  },
  /** In prose, beside their icons. */
  names: { serverA: "server A", serverB: "server B", redis: "Redis" },
};

export type ShellWords = typeof words;
