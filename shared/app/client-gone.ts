/** The status that stands in logs and metrics where a client went away before it was answered; nobody is ever sent it. As nginx has it. */
export const CLIENT_GONE = 499;
