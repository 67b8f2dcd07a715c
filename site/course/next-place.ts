// The steps of a route in order, to lead a class from one to the next.
import type { Place } from "../../servers/protocol-workshop.ts";
import type { Syllabus } from "./syllabus.ts";

/** Each lesson's beginning, then its experiments. */
const placesOf = (syllabus: Syllabus): Place[] =>
  syllabus.flatMap(({ slug, steps }) => [
    { lesson: slug, experiment: null },
    ...steps.map(({ id }) => ({ lesson: slug, experiment: id })),
  ]);

/**
 * The place `by` steps after this one, or before it. Undefined at either end, and for a place that isn't on this route.
 * @param syllabus the route's part of the course.
 */
export function placeAfter(syllabus: Syllabus, place: Place, by: 1 | -1): Place | undefined {
  const places = placesOf(syllabus);
  const at = places.findIndex(
    ({ lesson, experiment }) => lesson === place.lesson && experiment === place.experiment,
  );
  return at < 0 ? undefined : places[at + by];
}
