// The words of the site around lessons and lab: header, layout, lesson header and footer, 404 in English.

export const words = {
  /** As the sidebar has it: "03". */
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
  dividerHelp: "Drag, or press the arrow keys; double-click resets",
  wholeFile: "Whole file",
  wholeFileAbout: "The file as servers A and B run it.",
  wrong: "A common error",
  noScript: "The lab needs JavaScript. Without it this is a drawing, and nothing in it runs.",
  lostScript: "A part of this page didn’t arrive, so the lab can’t start.",
  reload: "Reload the page",
  forgets: "Your browser stores nothing for this site. What you do here is kept until you close this tab.",
  search: {
    label: "Search",
    placeholder: "Search the lessons",
    close: "Close",
    found: "{count} pages",
    none: "Nothing found. Try another word.",
    failed: "The search could not be loaded. Type on to try again.",
  },
  notFound: {
    title: "This page does not exist",
    text: "The address may be misspelled, or the page has moved. The list of lessons is on the first page.",
    home: "To the first page",
  },
  picture: {
    heard: "A client on server A sends. The broadcast crosses Redis and reaches the client on server B.",
    silent:
      "A client on server A sends. The client on A hears it. The client on server B never does, and no error tells anyone.",
    serverA: "server A",
    serverB: "server B",
    redis: "Redis",
    sent: "sent, heard",
    arrived: "heard",
    never: "never told",
  },
};

export type ShellWords = typeof words;
