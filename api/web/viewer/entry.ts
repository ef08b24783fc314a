// The pages of the documents. Without this script they work as forms and links.
import { listing } from "./listing";
import { reader } from "./reader";

const page = document.querySelector<HTMLElement>(".reader");
if (page) reader(page);
const form = document.querySelector<HTMLFormElement>("form.narrow");
if (form) listing(form);
