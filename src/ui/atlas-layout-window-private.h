/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/atlas-layout-panel.h"
#include "ui/atlas-layout-series.h"
#include "ui/atlas-layout-window.h"
#include "ui/atlas-page-editor.h"
#include "ui/atlas-page-view.h"

G_BEGIN_DECLS

/* What the parts of the layout window share; only the atlas-layout-window*.c files include this. */

struct _AtlasLayoutWindow
{
  AdwApplicationWindow  parent_instance;
  AtlasProject         *project;
  GPtrArray            *pages;        /* AtlasPage: the layouts of the project; that at @current is as it was when it was left */
  guint                 current;
  gboolean              saving;       /* it is us who changes the project's layouts */
  AtlasExtent           view_extent;  /* what the main window shows */
  GPtrArray            *watched;      /* AtlasLayer */
  guint                 refresh;      /* the world has changed */
  guint                 spin;         /* until work is worth telling of */

  AtlasPageEditor      *editor;
  AtlasPageView        *view;
  AtlasLayoutPanel     *panel;
  AdwToastOverlay      *toasts;
  GtkWidget            *title;
  GtkWidget            *layouts_button;
  GtkWidget            *zoom_button;
  GtkWidget            *spinner;
  GtkWidget            *failure;      /* why the page cannot be shown */
  GtkWidget            *failure_text;
  GtkWidget            *undo_button;
  GtkWidget            *redo_button;

  /* atlas-layout-window-export.c */
  GtkWidget            *progress_bar;
  GtkWidget            *progress_row;
  GtkWidget            *progress_text;
  GtkWidget            *stop_button;
  GCancellable         *work;         /* (nullable): while a file is written or a print prepared */
  GtkFileChooserNative *chooser;      /* (nullable): while it is open */
  GFile                *folder;       /* (nullable): of the last file */
  AtlasLayoutSeries    *series;       /* (nullable): while its file is asked for */

  /* atlas-layout-window-check.c */
  GtkWidget            *check_button;
  GtkWidget            *check_list;
};

/* atlas-layout-window.c */

/** _atlas_layout_window_say: a sentence for the person. */
void            _atlas_layout_window_say (AtlasLayoutWindow *self,
                                          const char        *text);

/** _atlas_layout_window_keep: puts the page that is worked on among the layouts and saves them in the project. */
void            _atlas_layout_window_keep (AtlasLayoutWindow *self);

/** _atlas_layout_window_dup_world: Returns: (transfer full): the project as it is now. */
AtlasPageWorld *_atlas_layout_window_dup_world (AtlasLayoutWindow *self);

/* atlas-layout-window-list.c: the layouts: choosing, making, naming them. */
void       _atlas_layout_window_class_init_list (GtkWidgetClass *widget_class);
GtkWidget *_atlas_layout_window_make_list (AtlasLayoutWindow *self);
void       _atlas_layout_window_update_list (AtlasLayoutWindow *self);

/** _atlas_layout_window_reload: takes the layouts of the project anew: another file was opened. */
void       _atlas_layout_window_reload (AtlasLayoutWindow *self);

/** _atlas_layout_window_new_page: Returns: (transfer full) (nullable): a page by the standard template that shows the window's view. */
AtlasPage *_atlas_layout_window_new_page (AtlasLayoutWindow *self);

/* atlas-layout-window-export.c */
void       _atlas_layout_window_class_init_export (GtkWidgetClass *widget_class);
GtkWidget *_atlas_layout_window_make_progress (AtlasLayoutWindow *self);

/** _atlas_layout_window_begin_work: shows @text with a bar and a way to stop.  Returns: (transfer full): what stops it. */
GCancellable *_atlas_layout_window_begin_work (AtlasLayoutWindow *self,
                                               const char        *text);
void          _atlas_layout_window_end_work (AtlasLayoutWindow *self);

/** _atlas_layout_window_export_series: asks where to and writes many pages; @series: (transfer full). */
void          _atlas_layout_window_export_series (AtlasLayoutWindow *self,
                                                  AtlasLayoutSeries *series);

/* atlas-layout-window-series.c: what many pages are to be made of. */
void       _atlas_layout_window_class_init_series (GtkWidgetClass *widget_class);

/* atlas-layout-window-print.c */
void       _atlas_layout_window_class_init_print (GtkWidgetClass *widget_class);

/* atlas-layout-window-check.c: what is to be looked at before printing. */
GtkWidget *_atlas_layout_window_make_check (AtlasLayoutWindow *self);
void       _atlas_layout_window_show_check (AtlasLayoutWindow *self);

G_END_DECLS
