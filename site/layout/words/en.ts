// English for the site around lessons and lab: header, layout, lesson header and footer, 404.
import type { RouteName } from "../../course/routes.ts";

export const words = {
  /** @param number as in the sidebar: "03" */
  lesson: (number: string) => `Lesson ${number}`,
  minutes: (count: number) => `${count} min`,
  /** Of a whole route. */
  time: (minutes: number) =>
    minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`,
  routes: {
    title: "How much time do you have?",
    label: "Route through the course",
    names: {
      ten: "The short answer",
      "forty-five": "The essentials",
      whole: "The whole course",
    } satisfies Record<RouteName, string>,
    about: {
      ten: "The silence, its cause, a server to copy, and what the adapter doesn’t do.",
      "forty-five": "Redis, the adapter, sticky sessions and outages, in five lessons.",
      whole: "Eighteen lessons, from one server to running several in production.",
    } satisfies Record<RouteName, string>,
    why: "Why it works",
  },
  end: {
    met: "{count} of {of} experiments done.",
    all: "All experiments of this lesson are done.",
    right: "{count} predicted right.",
    list: "Experiments of this lesson",
    experiment: (number: number) => `Experiment ${number}`,
  },
  outcomes: "After this you can",
  sources: "Sources",
  lessons: "Lessons",
  menu: "List of lessons",
  previous: "Previous",
  next: "Next",
  lab: "Lab",
  openLab: "Open the lab",
  closeLab: "Close the lab",
  widenLab: "Lab to full width",
  keys: "Keys",
  toLab: "Skip to the lab",
  narrowLab: "Back to the text",
  divider: "Divider between text and lab",
  dividerHelp: "Drag, or press the arrow keys; double-click to reset",
  wholeFile: "Whole file",
  wholeFileAbout: "The file as servers A and B run it.",
  exampleAbout: "A file of an example that runs by itself.",
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
    text: "The address may be misspelled, or the page has moved. The list of lessons is on the home page.",
    home: "Home",
  },
  /** In prose, next to their icons. */
  names: { serverA: "server A", serverB: "server B", redis: "Redis" },
};

export type ShellWords = typeof words;
