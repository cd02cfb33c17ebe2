/** Pattern for `like` that takes what a person typed literally: % and _ are letters here. */
export const likeStart = (text: string): string => `${escaped(text)}%`;
export const likeAnywhere = (text: string): string => `%${escaped(text)}%`;

const escaped = (text: string) => text.replaceAll(/[\\%_]/gu, '\\$&');
