/** An operation as a person types it: `orders.pick_list` is `orders pick-list`. */
export const commandName = (operation: string): string => operation.replaceAll('.', ' ').replaceAll('_', '-');
