/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "data/atlas-schema.h"
#include "data/atlas-table.h"

G_BEGIN_DECLS

/**
 * AtlasCheck:
 *
 * Looks for what is wrong with layers: with the file, with the values (against a schema), with the geometry, and with what
 * layers say about each other.  Add files or tables, run once, read the reports.  One thread, any; it waits for the disk and
 * for reader processes, so not the main thread of a window.
 *
 * What the rules mean stands in the man page, under "check".
 */
typedef struct _AtlasCheck AtlasCheck;

/** How bad a finding is.  A file with an error should not be used. */
typedef enum
{
  ATLAS_SEVERITY_ERROR,
  ATLAS_SEVERITY_WARNING,
  ATLAS_SEVERITY_NOTE,
} AtlasSeverity;

#define ATLAS_N_SEVERITIES 3

/**
 * AtlasFinding:
 * @severity: how bad it is
 * @rule: the rule's stable name, such as "ring-direction"; not translated
 * @number: which feature of the file it is, from 1; 0: the whole layer
 * @id: (nullable): the feature's id as the file gives it
 * @field: (nullable): the name of the field
 * @lon: where it is, degrees; NaN when it has no place
 * @lat: likewise
 * @message: a sentence in the language of the locale: what is wrong and what to do
 *
 * One thing that is wrong at one place.
 */
typedef struct
{
  AtlasSeverity  severity;
  const char    *rule;
  guint64        number;
  char          *id;
  char          *field;
  double         lon;
  double         lat;
  char          *message;
} AtlasFinding;

/**
 * AtlasCheckMore:
 * @rule: a rule that found more than are listed
 * @severity: how bad these are
 * @after: the place in the list of findings of the last one that is listed
 * @count: how many more there are
 */
typedef struct
{
  const char    *rule;
  AtlasSeverity  severity;
  guint          after;
  guint64        count;
} AtlasCheckMore;

/**
 * AtlasCheckReport:
 * @layer: the layer's name: what its schema is looked up by
 * @file: (nullable): the file that it came from, for people
 * @n_features: how many features the file has, with those that cannot be used
 * @counts: how many findings there are of each #AtlasSeverity, listed or not
 * @findings: (array length=n_findings): sorted by severity and feature; the layer's own first
 * @more: (array length=n_more): what is not listed
 *
 * What was found in a layer.  It lives as long as the check.
 */
typedef struct
{
  const char                *layer;
  const char                *file;
  guint64                    n_features;
  guint64                    counts[ATLAS_N_SEVERITIES];
  const AtlasFinding *const *findings;
  guint                      n_findings;
  const AtlasCheckMore      *more;
  guint                      n_more;
} AtlasCheckReport;

/**
 * atlas_check_new:
 * @max_findings: how many findings are listed for each rule of a layer; 0: all
 *
 * Returns: (transfer full): a check with nothing to look at
 */
AtlasCheck            *atlas_check_new (guint max_findings);
void                   atlas_check_free (AtlasCheck *self);

/**
 * atlas_check_set_others:
 * @folder: (nullable) (type filename): where layers that were not added are looked for, as NAME.tai, when a rule needs them
 */
void                   atlas_check_set_others (AtlasCheck *self,
                                               const char *folder);

/**
 * atlas_check_add_table:
 * @name: what other layers know it by
 * @schema: (nullable): without one, only what holds for every layer is checked
 */
void                   atlas_check_add_table (AtlasCheck  *self,
                                              const char  *name,
                                              AtlasTable  *table,
                                              AtlasSchema *schema);

/**
 * atlas_check_add_file:
 * @file: a local file of any format that the reader knows
 * @schema: (nullable): its schema, instead of the one that has its name
 *
 * Reads the file, twice: as text, for what only the text tells (GeoJSON alone), and through the reader.  What goes wrong
 * is a finding, so this does not fail.
 */
void                   atlas_check_add_file (AtlasCheck  *self,
                                             GFile       *file,
                                             AtlasSchema *schema);

/** atlas_check_run: checks everything that was added.  Once; nothing can be added afterwards. */
void                   atlas_check_run (AtlasCheck *self);

/** atlas_check_get_n_reports: Returns: how many layers were checked, a file that cannot be read counting as one. */
guint                  atlas_check_get_n_reports (AtlasCheck *self);

/** atlas_check_get_report: Returns: (transfer none): the report of layer @index; they are sorted by the layers' names. */
const AtlasCheckReport *atlas_check_get_report (AtlasCheck *self,
                                                guint       index);

/** atlas_check_get_count: Returns: how many findings of a severity there are in all layers. */
guint64                atlas_check_get_count (AtlasCheck    *self,
                                              AtlasSeverity  severity);

/** atlas_severity_get_name: Returns: (transfer none): "error", "warning" or "note": stable, not translated. */
const char            *atlas_severity_get_name (AtlasSeverity severity);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasCheck, atlas_check_free)

G_END_DECLS
