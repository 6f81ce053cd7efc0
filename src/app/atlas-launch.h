/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * atlas_launch_report:
 *
 * To be called when the first frame is on the screen: prints the lines "METRIC first_frame_ms", milliseconds since the
 * process began (to the clock tick of 10 ms), and "METRIC rss_mib", the memory that it holds, in MiB; -1 where the system
 * does not tell.  For benches.
 */
void atlas_launch_report (void);

G_END_DECLS
