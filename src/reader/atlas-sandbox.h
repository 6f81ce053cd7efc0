/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  ATLAS_SANDBOX_DEFAULT = 0,
  ATLAS_SANDBOX_RENAME = 1 << 0,      /* files may be renamed and removed (to put the output in its place) */
  ATLAS_SANDBOX_WITH_PARENT = 1 << 1, /* end when the thread that started us ends */
} AtlasSandboxFlags;

/**
 * atlas_sandbox_enter:
 *
 * From here on the process can read files and write to what it has open, and little else: no network, no other programs, no
 * new or changed files, 4 GB of address space, an hour of processor time, no core file.  A sanitizer's build leaves out
 * what a sanitizer cannot work under.  Irreversible; for the whole process.
 *
 * Returns: %FALSE when the kernel refuses; the process should then not read what others wrote
 */
gboolean atlas_sandbox_enter (AtlasSandboxFlags flags,
                              GError          **error);

/**
 * atlas_sandbox_explain_memory:
 * @fd: where to write, or -1
 * @line: what to write when the process ends because memory has run out; kept
 *
 * Libraries abort when memory runs out.  This makes the last word a sentence for a person instead.
 */
void     atlas_sandbox_explain_memory (int         fd,
                                       const char *line);

G_END_DECLS
