/** Of the program; the same as in package.json, which a start does not read. A test compares the two. */
export const version = '0.1.0';
