// How experiments and exercises are named where they're saved.

import { withoutBase } from "../../base.ts";

/** The key of a lesson's experiment, the same in both languages. */
export const keyFor = (path: string, id: string) => `experiment:/${stepOf(path, id)}`;

/** A lesson's experiment or exercise by the path of its page: `03-two-servers#silence`, in both languages and under any base. */
export const stepOf = (path: string, id: string): string =>
  `${withoutBase(path)
    .replace(/^\/(zh-cn\/)?/, "")
    .replace(/\/(index\.html)?$/, "")}#${id}`;
