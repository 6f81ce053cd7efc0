/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** atlas_locale_is_chinese: Returns: %TRUE when messages are in Chinese, so names on the map are too.  Any thread. */
gboolean atlas_locale_is_chinese (void);

G_END_DECLS
