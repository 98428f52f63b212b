import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
    { ignores: ["dist/", "coverage/", "out/", ".sandbox/", "tests/live/fixtures/"] },
    eslint.configs.recommended,
    ...tseslint.configs.recommendedTypeChecked,
    {
        languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
        rules: {
            eqeqeq: "error",
            "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
            "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
            "@typescript-eslint/switch-exhaustiveness-check": "error",
        },
    },
    {
        // mocha's describe and it return nothing to await; chai-free asserts on any-typed recorded inputs are the point of a mock.
        files: ["tests/**/*.ts"],
        rules: {
            "@typescript-eslint/no-unsafe-assignment": "off",
            "@typescript-eslint/no-unsafe-member-access": "off",
        },
    },
    {
        // Each sample has a tsconfig of its own, for those who run it; checked by those, every one would load azure-native's types anew.
        files: ["programs/**/*.ts"],
        languageOptions: { parserOptions: { projectService: false, project: "./tsconfig.json" } },
    },
    { files: ["**/*.mjs"], ...tseslint.configs.disableTypeChecked },
);
