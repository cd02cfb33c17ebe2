/** The passwords of URLs in a text, up to the last @ before the path and as a parameter, become ***. */
export function withoutPasswords(text: string): string {
  return text.replace(/(\w+:\/\/[^/@:\s]*):[^/\s]*@/gu, '$1:***@').replace(/([?&]password=)[^&\s"']*/gu, '$1***');
}
