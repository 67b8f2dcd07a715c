/** How wide a name is, in letters: a Chinese character is as wide as two. */
export const nameWidth = (name: string): number => name.replace(/[\u2e80-\uffff]/g, "aa").length;
