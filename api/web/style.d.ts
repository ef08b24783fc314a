// A style sheet that is imported is its minified text: the build sees to that.
declare module "*.css" {
  const text: string;
  export default text;
}
