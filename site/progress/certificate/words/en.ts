// English for the certificate.
export const words = {
  title: "Certificate",
  about: "What you did in this course, to print.",
  name: "Your name, as it should be printed",
  nameless: "Your name",
  print: "Print it",
  nothing: "There is nothing to certify yet: no step’s check was met in this browser.",
  did: (met: number, of: number) => `met the checks of ${met} of the ${of} steps of`,
  course: (route: string) =>
    `Crosstalk: two Socket.IO servers, and why they can’t hear each other (${route})`,
  from: (first: string, last: string) => (first === last ? first : `${first} to ${last}`),
  lessons: "Steps that were met",
  steps: (numbers: readonly number[], of: number) =>
    `${numbers.length} of ${of}${numbers.length === of ? "" : `: step ${numbers.join(", ")}`}`,
  how: "A step’s check is met when its messages reached the clients they had to reach, between real servers. This browser recorded it. Nobody supervised it.",
};

export type CertificateWords = typeof words;
