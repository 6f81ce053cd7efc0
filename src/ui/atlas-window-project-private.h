/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "project/atlas-project-file.h"
#include "ui/atlas-window-private.h"

G_BEGIN_DECLS

/* What the files about the window's project share: atlas-window-project.c, -save.c, -missing.c. */

/* What is to be done once changes are saved or given up. */
typedef enum
{
  ATLAS_THEN_NOTHING,
  ATLAS_THEN_CLOSE,
  ATLAS_THEN_NEW,
  ATLAS_THEN_OPEN,
} AtlasThen;

struct _AtlasWindowWork
{
  GFile                *file;         /* (nullable): of the project */
  gboolean              read_only;    /* a later version of the program made it */
  char                 *saved;        /* what it was like when it was last saved or opened, without the view */
  gboolean              changed;      /* it is not like that any more */
  guint                 timer;        /* until that is looked at */

  GCancellable         *cancellable;  /* (nullable): of a file that is being read */
  GFile                *loading;      /* (nullable): the file */
  AtlasProjectFile     *loaded;       /* (nullable): what it says, until the person has said yes */
  gboolean              opening;      /* its layers are being read */

  GFile                *saving;       /* (nullable): the file that is being written */
  char                 *saving_as;    /* what @saved will be */
  char                 *checksum;     /* of what is being written */
  GtkFileChooserNative *chooser;      /* (nullable): while it is open */
  AtlasThen             then;
  GFile                *then_file;    /* (nullable): of ATLAS_THEN_OPEN */
  GPtrArray            *also;         /* GFile: to be opened as layers of the project that is being opened */
  gboolean              closing;      /* nothing more is asked */
};

/** _atlas_window_project_look: compares the project with what was saved, now.  Returns: whether the person is asked before it goes. */
gboolean _atlas_window_project_look (AtlasWindow *self);

/** _atlas_window_project_settle: what the project is like now is what was saved or opened. */
void     _atlas_window_project_settle (AtlasWindow *self);
void     _atlas_window_project_show_title (AtlasWindow *self);

/** _atlas_window_project_name: Returns: (transfer full): what it is called. */
char    *_atlas_window_project_name (AtlasWindow *self);

/** _atlas_window_project_folder: Returns: (transfer full) (nullable) (type filename): that its file is in. */
char    *_atlas_window_project_folder (AtlasWindow *self);

/** _atlas_window_project_go_on: does what waited for changes to be saved or given up. */
void     _atlas_window_project_go_on (AtlasWindow *self);

/** _atlas_window_project_tell: a sentence that is too long for a message at the foot of the window. */
void     _atlas_window_project_tell (AtlasWindow *self,
                                     const char  *heading,
                                     const char  *text);

/** _atlas_window_project_trust: remembers that a text of a project may read files outside of its folder. */
void     _atlas_window_project_trust (AtlasWindow *self,
                                      const char  *checksum);
gboolean _atlas_window_project_is_trusted (AtlasWindow *self,
                                           const char  *checksum);

/* atlas-window-save.c */

/** _atlas_window_project_ask: saves or gives up changes as the person says, then does @then; @file: (nullable): of ATLAS_THEN_OPEN. */
void     _atlas_window_project_ask (AtlasWindow *self,
                                    AtlasThen    then,
                                    GFile       *file);
void     _atlas_window_project_save (AtlasWindow *self,
                                     gboolean     as);

/* atlas-window-missing.c: lists the layers of a project whose files are not there, if any. */
void     _atlas_window_project_show_missing (AtlasWindow *self);

/* atlas-window-missing.c: of the action "win.find-layer" (id of a layer): lets the person find its file. */
void     _atlas_window_find_layer_action (GtkWidget  *widget,
                                          const char *action,
                                          GVariant   *parameter);

G_END_DECLS
