/**
 * The plugins of aws-lite come without types: only what loads them is typed here.
 *
 * @module
 */
declare module '@aws-lite/cloudformation'
