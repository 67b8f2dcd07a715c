/** For `sort`: by code point. A phone needs 50 ms for its first `localeCompare`. */
export const compareNames = (one: string, two: string): number => (one < two ? -1 : Number(one > two));
