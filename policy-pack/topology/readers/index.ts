import { type HopReader } from "../hop";

import { apiManagement } from "./api-management";
import { appService } from "./app-service";
import { containerApps } from "./container-apps";
import { functions } from "./functions";
import { kubernetes } from "./kubernetes";

/** The readers of all platforms; a new platform is one line here. */
export const readers: readonly HopReader[] = [apiManagement, appService, containerApps, functions, kubernetes];
