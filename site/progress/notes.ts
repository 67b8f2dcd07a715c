// The learner's notes on the lessons.

import { forget, load, loadAll, save } from "../storage.ts";
import { noteKeys } from "./store.ts";

export interface Note {
  text: string;
  at: number;
}

export const maxNoteLength = 10_000;

/** By lesson. */
export function readNotes(): Record<string, Note> {
  return loadAll(noteKeys, isNote);
}

export function readNote(lesson: string): string {
  return load(noteKeys + lesson, isNote)?.text ?? "";
}

/** Saves a note; an empty one is removed. */
export function writeNote(lesson: string, text: string, at: number): void {
  if (text.trim() === "") forget(noteKeys + lesson);
  else save(noteKeys + lesson, { text: text.slice(0, maxNoteLength), at } satisfies Note);
}

export function isNote(value: unknown): value is Note {
  if (typeof value !== "object" || value === null) return false;
  const { text, at } = value as Partial<Note>;
  return typeof text === "string" && text.length <= maxNoteLength && Number.isFinite(at);
}
