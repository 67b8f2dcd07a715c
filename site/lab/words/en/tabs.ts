// English for the tabs of the panels.

export const tabs = {
  label: "Panels",
  terminals: "Terminals",
  matrix: "Who heard what",
  logs: "Server logs",
  pools: "Pools",
  wire: "Wire",
  redis: "Redis",
  log: "Log",
  failed: "A part of this page could not be loaded.",
  again: "Reload the page",
};

export const log = { label: "Log of the lab" };

export const matrix = {
  empty: "No message yet. Each one gets a row here, with a mark for every client.",
};
