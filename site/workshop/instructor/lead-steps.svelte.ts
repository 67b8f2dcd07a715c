// Leads the class from step to step along the plan that runs, or else along a route. Presses that come faster than the gateway answers count from the last one.
import type { Place } from "../../../servers/protocol-workshop.ts";
import { placeAfter } from "../../course/next-place.ts";
import { plannedAfter } from "../../course/plans.ts";
import { isRoute, type RouteName, usualRoute } from "../../course/routes.ts";
import { type Syllabus, syllabusOn } from "../../course/syllabus.ts";
import { load, save } from "../../storage.ts";
import type { InstructorSession } from "./instructor-session.svelte.ts";
import { stepOf } from "./step-keys.ts";

/** The route that is led; it needn't be the one that the instructor reads. */
const routeKey = "workshop:route";

export class LeadSteps {
  #syllabus: Syllabus;
  #session: () => InstructorSession | undefined;
  #route = $state<RouteName>(load(routeKey, isRoute) ?? usualRoute);
  /** Asked for, and not yet confirmed. */
  #asked = $state.raw<Place | undefined>();

  constructor(syllabus: Syllabus, session: () => InstructorSession | undefined) {
    this.#syllabus = syllabus;
    this.#session = session;
  }

  get route(): RouteName {
    return this.#route;
  }

  set route(name: RouteName) {
    this.#route = name;
    save(routeKey, name);
  }

  /** The route's part of the course. */
  get syllabus(): Syllabus {
    return syllabusOn(this.#route, this.#syllabus);
  }

  /** The step after or before the one that is led to; undefined at either end, and while nobody leads and no plan runs. */
  neighbour(by: 1 | -1): Place | undefined {
    const session = this.#session();
    const at = this.#asked ?? session?.session.room?.lead;
    if (session?.plan.running) return plannedAfter(session.plan.running, at, by);
    return at ? placeAfter(this.syllabus, at, by) : undefined;
  }

  async go(by: 1 | -1): Promise<void> {
    const place = this.neighbour(by);
    if (!place) return;
    this.#asked = place;
    await this.#session()?.lead(place);
    if (this.#asked === place) this.#asked = undefined;
  }

  /** While nobody leads and no plan runs, the keys do what they do in any browser. */
  onKey = (event: KeyboardEvent): void => {
    const by = stepOf(event);
    const session = this.#session();
    if (by === undefined || !(session?.plan.running ?? session?.session.room?.lead)) return;
    event.preventDefault();
    void this.go(by);
  };
}
