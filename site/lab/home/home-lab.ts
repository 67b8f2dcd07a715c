// The home page's lab: it isn't opened for visitors who only pass by.
import { createLab } from "#lab-source";

export const homeLab = createLab({ opensOnPress: true });
