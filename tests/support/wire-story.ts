/** A wire story of our own, for where the real one is not at hand. */
export const WIRE_STORY = `Harbour strike ends after nine days

Dockers accept a shorter week; shippers expect delays until spring.

PORT ALDER

Dockers in Port Alder will return to work on Monday after nine days.

“We asked for time, not money,” said Ada Quill, who led the talks. “Time is what we got.

“And we will use it.”

Shippers said that forty vessels were still waiting.
`;
