// The line of a class, for a learner who joined one. Other readers don't load it.
import { identity } from "../../workshop/identity.ts";

if (identity()?.joined) void import("../../workshop/learner/start.ts").then(({ startClass }) => startClass());
